"""URLs of curation."""

from django.urls import path, register_converter

from interview.authoring import comparing, editing, labelling, transferring, views


class ActConverter:
    """One of the acts on a version; no other word is an address."""

    regex = "|".join(editing.ACTS)

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value


register_converter(ActConverter, "act")

urlpatterns = [
    path("", views.list_questions, name="curation"),
    path("new/", views.begin_question, name="curation-new"),
    path("points/", editing.search_points, name="curation-points"),
    path("questions/<str:key>/", views.show_question, name="curation-question"),
    path("questions/<str:key>/frame/", views.change_frame, name="curation-frame"),
    path("questions/<str:key>/offer/", views.offer_question, name="curation-offer"),
    path("questions/<str:key>/draft/", views.begin_version, name="curation-begin"),
    path("questions/<str:key>/changes/", comparing.show_changes, name="curation-changes"),
    path("questions/<str:key>/answers/", labelling.list_samples, name="curation-samples"),
    path("questions/<str:key>/answers/new/", labelling.edit_sample, name="curation-sample-new"),
    path("questions/<str:key>/answers/<int:pk>/", labelling.edit_sample, name="curation-sample"),
    path(
        "questions/<str:key>/answers/<int:pk>/delete/",
        labelling.delete_sample,
        name="curation-sample-delete",
    ),
    path("questions/<str:key>/export/", transferring.export_question, name="curation-export-one"),
    path("transfer/", transferring.show_transfer, name="curation-transfer"),
    path("transfer/<int:pk>/", transferring.show_import, name="curation-import"),
    path("transfer/<int:pk>/confirm/", transferring.confirm_import, name="curation-import-confirm"),
    path("transfer/<int:pk>/undo/", transferring.undo, name="curation-import-undo"),
    path("export/questions.<str:form>", transferring.export_bank, name="curation-export"),
    path("versions/<int:pk>/", editing.show_version, name="curation-version"),
    path("versions/<int:pk>/save/", editing.save_version, name="curation-save"),
    path("versions/<int:pk>/release/", editing.show_release, name="curation-release"),
    path("versions/<int:pk>/<act:act>/", editing.act_on_version, name="curation-act"),
]
