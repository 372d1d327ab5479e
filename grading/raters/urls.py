"""URLs of human grading; `raters/` is for those who grade, `appeals/` for candidates."""

from django.urls import path

from grading.raters.pages import agreement, appeals, calibrations, queue, training

urlpatterns = [
    path("appeals/<int:grade>/<int:point>/", appeals.ask, name="appeal"),
    path("raters/", queue.show_queue, name="raters-queue"),
    path("raters/next/", queue.take, name="raters-take"),
    path("raters/ratings/<int:pk>/", queue.show_rating, name="raters-rating"),
    path("raters/ratings/<int:pk>/save/", queue.save, name="raters-save"),
    path("raters/ratings/<int:pk>/finish/", queue.finish, name="raters-finish"),
    path("raters/training/", training.train, name="raters-training"),
    path("raters/training/<int:pk>/", training.show_trained, name="raters-trained"),
    path("raters/agreement/", agreement.show_agreement, name="raters-agreement"),
    path("raters/agreement/<str:key>/", agreement.show_question, name="raters-question"),
    path("raters/answers/<int:pk>/", agreement.show_answer, name="raters-answer"),
    path("raters/calibrations/", calibrations.show_calibrations, name="raters-calibrations"),
    path("raters/calibrations/<int:pk>/", calibrations.show_proposal, name="raters-proposal"),
    path("raters/promotions/<int:pk>/back/", calibrations.go_back, name="raters-go-back"),
    path("raters/appeals/", appeals.show_appeals, name="raters-appeals"),
    path("raters/appeals/<int:pk>/", appeals.show_appeal, name="raters-appeal"),
]
