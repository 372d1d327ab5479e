"""How a number stands: each one's, a machine's, a peak, a total, a limit; or only a name."""

from __future__ import annotations

import re

from grading.engine.estimates.quantity import Cue

_MACHINE = r"(?:server|[GT]PU|machine|core|node|instance|box|card|worker|pod|host|replica|[AH]100)"
_MACHINE_KO = r"(?:서버|GPU|머신|코어|노드|장비|인스턴스|카드|A100|H100)"
# to the number, with no other number, clause or sentence between
_TO = r"[^\d.;!?]*$"
BEFORE = {
    Cue.PER_MACHINE: (
        rf"(?:\b(?:each|one|a|an|single|per|every)\s(?:\w+\s)?{_MACHINE}\b|"
        rf"{_MACHINE_KO}\s?(?:한|하나|1)\s?(?:대|장|개)?\s?(?:가|는|당|로|에서|이|에|로는)?|대당|"
        rf"{_MACHINE_KO}당|한 대가|한 대당){_TO}"
    ),
    Cue.PER_PERSON: (
        r"(?:\beach\b|\bevery user\b|\ba user\b|\bper user\b|한 사람이|한 명이|인당|각자|"
        r"사람마다|한 명당|"
        rf"명당|유저당|사용자당){_TO}"
    ),
    Cue.EACH: (
        r"(?:\beach\b|\bevery\b|\bper\b|\ba single\b|\bone\b|"
        r"\bthe (?:response|image|photo|payload|request|row)s?\b|하나당|하나가|하나에|"
        r"한 (?:장|건|개|편|곡|줄|행)(?:이|에|당|은|의|가)?|건당|개당|장당|응답(?:이|은|하나)|"
        r"이미지가|당|마다)"
        rf"{_TO}"
    ),
    Cue.PEAK: r"(?:\bpeak|피크|최대|\bspike|\bburst)(?:[^.!?]|\.(?=\d))*$",
    Cue.ARM: (
        r"(?:(?:그룹|군|집단)(?:당|별|마다)|각 (?:그룹|군|집단)|실험군|대조군|표본|샘플 수|"
        rf"sample size){_TO}"
    ),
    Cue.TOTAL: (
        r"(?:\btotal|\bsums?\b|\badds? up|\baltogether|\boverall|\bend[- ]to[- ]end|합치|합하|더하|"
        r"총|모두|"
        r"전체|합계|다 해서)[^.!?\d]*$"
    ),
    Cue.CAPACITY: rf"{_MACHINE}s?\s(?:with|of|having)\s$",
    Cue.LIMIT: (
        r"(?:\bunder|\bwithin|\bbelow|\bless than|\bat most|\binside|\bbudget(?: of| is)?|\bSLA|"
        r"\bSLO|"
        r"\bmust\b|(?<!add )(?<!adds )\bup to|\bp\d\d\b|예산|목표|기준|제한|상한)[^\d.;!?,]*$"
    ),
}
_SOON = r"^[^\d.,;!?]{0,20}"
AFTER = {
    Cue.PER_MACHINE: rf"{_SOON}(?:\bper {_MACHINE}\b|/{_MACHINE}\b)",
    Cue.PER_PERSON: (
        rf"{_SOON}(?:\b(?:per|each|every)\s(?:user|person|member|customer)"
        r"|/user\b|씩|\beach\b(?!\s\w))"
    ),
    Cue.EACH: (
        r"^\s?(?:each\b|apiece|a piece|"
        r"per (?!day|second|year|month|hour|minute|server|gpu|arm|group)\w+)"
    ),
    Cue.PEAK: rf"{_SOON}(?:\bpeak|피크)",
    Cue.ARM: (
        r"^[^\d.,;!?]{0,12}"
        r"(?:\b(?:per|in each|for each|each|an)\s(?:arm|group|variant|bucket|side|condition|"
        r"cell)\b)"
    ),
    Cue.TOTAL: r"^[^\d.,;!?]{0,12}(?:\bin total|\btotal|\baltogether|\bin all|\bend[- ]to[- ]end)",
    Cue.LIMIT: r"^\s?(?:budget|limit|SLA|SLO|이내|이하|미만|예산|안에|제한|까지 허용|timeout)",
    Cue.CAPACITY: (
        r"^\s?(?:(?:of )?(?:memory|RAM|HBM|메모리)\b"
        rf"|{_MACHINE}s?\b|(?:짜리|메모리|{_MACHINE_KO}))"
    ),
}
CUES_BEFORE = {cue: re.compile(pattern, re.I | re.A) for cue, pattern in BEFORE.items()}
CUES_AFTER = {cue: re.compile(pattern, re.I | re.A) for cue, pattern in AFTER.items()}

# what only names, orders or configures
NAMED = re.compile(
    r"(?:[$₩€]|\bversion|\bv|\btop[- ]?|\bin (?:19|20)?|상위|버전|\bbatch size(?: of)?|배치 크기|"
    r"배치|학습률|"
    r"\blearning rate(?: of)?|\bdropout|\bp|\bchapter|\bphase|\bstep|\bstage|\bAUC|\bNDCG|\brecall|"
    r"\bprecision|\bF1|\bk\s?=|\bGPT|\bllama|\btop-k)\s?(?:of|is|=|:|가|는|를|에)?\s?$",
    re.I | re.A,
)
NAMED_AFTER = re.compile(
    r"^\s?(?:epochs?\b|에폭|layers?\b|층|번째|위\b|등\b|가지|단계|steps?\b|years? (?:old|ago)|"
    r"hidden|"
    r"N(?:D|P)?\b|heads?\b|folds?\b|product lines?|sources?\b|시간당|per GPU)",
    re.I | re.A,
)
YEAR = re.compile(r"(?:19|20)\d\d")
YEAR_AFTER = re.compile(r"\s?년|$|[\s,.)](?!\s?(?:건|명|개|users|req|QPS))")
HYPERPARAMETER = re.compile(r"0\.\d+|\d+/\d+")
# a factor that is written out is a number, however small
OPERATED = (re.compile(r"[×xX*·/]\s?$"), re.compile(r"^\s?[×xX*·/](?![A-Za-z])"))


def find_cues(before: str, after: str) -> set[Cue]:
    """Return what the words next to a number say of it; a peak or total may stand further off."""
    clause = re.split(r"[;\n]|[.!?]\s", before)[-1]
    far = (Cue.PEAK, Cue.TOTAL)
    found = {
        cue
        for cue, pattern in CUES_BEFORE.items()
        if pattern.search(before if cue in far else clause)
    }
    return found | {cue for cue, pattern in CUES_AFTER.items() if pattern.search(after)}


def is_named(written: str, value: float, before: str, after: str) -> bool:
    """Say whether a number without a unit is a year, a version, a rank or a setting."""
    year = YEAR.fullmatch(written) and YEAR_AFTER.match(after)
    operated = OPERATED[0].search(before) or OPERATED[1].search(after)
    small = (HYPERPARAMETER.fullmatch(written) or value < 1) and not operated
    split = before.rstrip().endswith("/") and len(before) <= 2 and 1 <= value < 100
    return bool(year or small or split or NAMED.search(before) or NAMED_AFTER.match(after))
