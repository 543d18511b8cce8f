"""Every mutation that touches no assessment, by what it is about.

Whoever adds a mutation says here, or in `test_frozen`, which kind it is: the difference is a review
of what may still happen once an assessment is submitted.
"""

_PEOPLE = {
    "acceptInvitation",
    "beginSecondFactor",
    "changeMemberRoles",
    "changePassword",
    "completeSignIn",
    "confirmIdentity",
    "createAccessToken",
    "endOtherSessions",
    "endSession",
    "enrolSecondFactor",
    "inviteMember",
    "join",
    "removeMember",
    "removeSecondFactor",
    "renewRecoveryCodes",
    "resetSecondFactor",
    "revokeAccessToken",
    "revokeInvitation",
    "setSecondFactorPolicy",
    "signIn",
    "signOut",
    "updateAccount",
}
_NOTICES = {
    "changeNoticeSettings",
    "guessNoticeSettings",
    "moveNotices",
    "readAllNotices",
    "unreadAllNotices",
}
# What a team says stays readable and goes on after submission, beside what was sealed.
_TALK = {
    "deleteComment",
    "editComment",
    "markThreadsRead",
    "replyToThread",
    "resolveThread",
}
_REQUESTS = {
    "assignCases",
    "discardRequest",
    "extendRequest",
    "nameEntities",
    "nameEntitiesByFilter",
    "remindCases",
    "removeDeskView",
    "removeEntities",
    "saveDeskView",
    "saveRequest",
    "sendRequest",
    "setDefaultDeskView",
    "withdrawRequest",
}
# They read a submission, and begin its next version as an assessment of its own.
_REVIEWS = {
    "acknowledgeSubmission",
    "addNote",
    "answerQuestion",
    "closeCase",
    "confirmDecision",
    "discardQuestion",
    "draftQuestion",
    "editNote",
    "editQuestion",
    "followUpQuestion",
    "giveBackCase",
    "handOverCase",
    "refuseDecision",
    "removeRuling",
    "reopenCase",
    "returnSubmission",
    "reviseSubmission",
    "ruleNotApplicable",
    "sendQuestions",
    "setReviewPolicy",
    "settleQuestion",
    "takeBackDecision",
    "takeCase",
    "withdrawQuestion",
    "withdrawReturn",
}
_REGISTER = {
    "acknowledgeChange",
    "importEntities",
    "recordListing",
    "saveRegistration",
    "sendChangeNotice",
    "tieRegisterEntry",
    "updateOperator",
}
_OTHERS = {
    "carryOver",
    "reassign",
    "revokeTrust",
    "setEvidenceValidity",  # of the evidence itself; what was sealed of it stays
    "startAssessment",
    "trustInstallation",
    "undoAssigning",
}
NOT_REACHING = _PEOPLE | _NOTICES | _TALK | _REQUESTS | _REVIEWS | _REGISTER | _OTHERS
