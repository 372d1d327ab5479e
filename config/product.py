"""The product's own numbers: what its rooms may take, and where what they need is found.

Each is a setting like Django's own, and `config.settings` takes them all over.
"""

from pathlib import Path
from urllib.parse import urlsplit

from config.env import ROOT, env, envbool, envint, envlist, envsecret, ice_servers

DEADLINE_GRACE_SECONDS = envint("DEADLINE_GRACE_SECONDS", 5)
# how many probes may follow an answer, how long each has, and how long a call waits for the first
FOLLOW_UPS = envint("FOLLOW_UPS", 2)
FOLLOW_UP_SECONDS = envint("FOLLOW_UP_SECONDS", 120)
FOLLOW_UP_WAIT_SECONDS = envint("FOLLOW_UP_WAIT_SECONDS", 8)
# Dictation: an endpoint with /audio/transcriptions; off without a model's name
TRANSCRIPTION_MODEL = env("TRANSCRIPTION_MODEL", "")
TRANSCRIPTION_BASE_URL = env("TRANSCRIPTION_BASE_URL", "") or env("OPENAI_BASE_URL", "")
TRANSCRIPTION_API_KEY = envsecret("TRANSCRIPTION_API_KEY", "") or envsecret("OPENAI_API_KEY", "")
DICTATION_ON = bool(TRANSCRIPTION_MODEL and (TRANSCRIPTION_BASE_URL or TRANSCRIPTION_API_KEY))
DICTATION_HOST = urlsplit(TRANSCRIPTION_BASE_URL).hostname or "api.openai.com"
DICTATION_MAX_BYTES = envint("DICTATION_MAX_BYTES", 8 * 1024 * 1024)
DICTATION_SECONDS = float(env("DICTATION_SECONDS", "30"))
# Written critiques: any endpoint that speaks OpenAI's protocol; off without a model's name
CRITIQUE_MODEL = env("CRITIQUE_MODEL", "")
OPENAI_BASE_URL = env("OPENAI_BASE_URL", "")
OPENAI_API_KEY = envsecret("OPENAI_API_KEY", "")
CRITIQUE_ON = bool(CRITIQUE_MODEL and (OPENAI_BASE_URL or OPENAI_API_KEY))
# what people are told of where their answers go
CRITIQUE_HOST = urlsplit(OPENAI_BASE_URL).hostname or "api.openai.com"
CRITIQUE_SAMPLES = envint("CRITIQUE_SAMPLES", 3)
# the share of the samples that must say the same, and how well verdicts must agree with people
CRITIQUE_AGREEMENT = float(env("CRITIQUE_AGREEMENT", "0.67"))
CRITIQUE_LEAST_KAPPA = float(env("CRITIQUE_LEAST_KAPPA", "0.6"))
CRITIQUE_MAX_TOKENS = envint("CRITIQUE_MAX_TOKENS", 2500)
# of one read, and of one whole reply
CRITIQUE_SILENCE_SECONDS = float(env("CRITIQUE_SILENCE_SECONDS", "30"))
CRITIQUE_LIMIT_SECONDS = float(env("CRITIQUE_LIMIT_SECONDS", "120"))
CRITIQUE_LEASE_SECONDS = envint("CRITIQUE_LEASE_SECONDS", 300)
CRITIQUE_ATTEMPTS = envint("CRITIQUE_ATTEMPTS", 3)
CRITIQUE_AT_ONCE = envint("CRITIQUE_AT_ONCE", 2)
CRITIQUE_PERSON_TOKENS = envint("CRITIQUE_PERSON_TOKENS", 200_000)
CRITIQUE_SITE_TOKENS = envint("CRITIQUE_SITE_TOKENS", 5_000_000)
# in money a day, 0 for no limit; prices are for a million tokens
CRITIQUE_SITE_MONEY = float(env("CRITIQUE_SITE_MONEY", "0"))
CRITIQUE_PRICE_IN = float(env("CRITIQUE_PRICE_IN", "0"))
CRITIQUE_PRICE_OUT = float(env("CRITIQUE_PRICE_OUT", "0"))
CRITIQUE_CURRENCY = env("CRITIQUE_CURRENCY", "USD")
ANSWER_MAX_CHARACTERS = envint("ANSWER_MAX_CHARACTERS", 20_000)
GRADING_LEASE_SECONDS = envint("GRADING_LEASE_SECONDS", 120)
GRADING_MAX_ATTEMPTS = envint("GRADING_MAX_ATTEMPTS", 12)
GRADING_BATCH = envint("GRADING_BATCH", 16)
# set for workers that serve the grading queue, so that the first answer does not wait for the model
GRADING_PRELOAD = envbool("GRADING_PRELOAD", False)
# Human grading: how long an answer is kept for the person who took it, the percentage that a second
# person grades too, what training asks for, and from how many answers on people's agreement is shown.
RATING_LOCK_MINUTES = envint("RATING_LOCK_MINUTES", 30)
RATING_SECOND_PERCENT = envint("RATING_SECOND_PERCENT", 20)
RATING_TRAINING_ANSWERS = envint("RATING_TRAINING_ANSWERS", 6)
RATING_TRAINING_PERCENT = envint("RATING_TRAINING_PERCENT", 70)
RATING_ENOUGH = envint("RATING_ENOUGH", 20)
QUESTIONS_A_MINUTE = envint("QUESTIONS_A_MINUTE", 10)
QUESTIONS_A_CASE = envint("QUESTIONS_A_CASE", 40)
BOARD_MAX_CHARACTERS = envint("BOARD_MAX_CHARACTERS", 200_000)
BOARD_MAX_ELEMENTS = envint("BOARD_MAX_ELEMENTS", 500)
QUESTION_FOLDER = ROOT / "fixtures" / "questions"
CODE_RUN_LEASE_SECONDS = envint("CODE_RUN_LEASE_SECONDS", 180)
CODE_RUNS_PER_MINUTE = envint("CODE_RUNS_PER_MINUTE", 15)
CODE_SWEEP_LIMIT = 100
# set for the worker that serves the sandbox queue, so that it compiles the runtime when it starts
SANDBOX_WARM = envbool("SANDBOX_WARM", False)
# that worker runs candidates' code behind bubblewrap as well, where the machine has it
SANDBOX_WALL = envbool("SANDBOX_WALL", True)
# compiled once a machine, whatever data the site runs on
SANDBOX_CACHE = Path(env("SANDBOX_CACHE", str(ROOT / ".cache" / "sandbox")))
# A live room: how long its links may be used, how large its document may grow
LIVE_LINK_HOURS = envint("LIVE_LINK_HOURS", 72)
LIVE_DOCUMENT_BYTES = envint("LIVE_DOCUMENT_BYTES", 16 * 1024 * 1024)
# How browsers find each other for a call inside the room: stun:… and turn:… addresses, none by
# default. A TURN server's user name and password are shown to those who take part.
LIVE_ICE_SERVERS = ice_servers(
    envlist("LIVE_ICE_URLS", []), env("LIVE_TURN_USER", ""), envsecret("LIVE_TURN_PASSWORD", "")
)
LABELLED_FOLDER = ROOT / "fixtures" / "labelled"
SYLLABUS_FILE = ROOT / "fixtures" / "syllabus.yaml"
