"""Permissions and the roles that bundle them."""

from enum import StrEnum


class Permission(StrEnum):
    """What may be done, named `resource:verb`; the resource is singular, the verb tells the act."""

    SESSION_USE = "session:use"
    """Anything that everybody with a role for people may do, such as looking up sectors."""
    OPERATOR_READ = "operator:read"
    OPERATOR_UPDATE = "operator:update"
    ASSESSMENT_READ = "assessment:read"
    ASSESSMENT_START = "assessment:start"
    ASSESSMENT_WRITE = "assessment:write"
    ASSESSMENT_DISCARD = "assessment:discard"
    ASSIGNED_READ = "assigned:read"
    """See of an assessment what is assigned to oneself; whoever may read it all holds both.

    Code that asks for `assessment:read` does not know of limits, and refuses who is limited.
    """
    ASSIGNED_WRITE = "assigned:write"
    """Answer, propose and attach where something is assigned to oneself."""
    EVIDENCE_READ = "evidence:read"
    EVIDENCE_UPLOAD = "evidence:upload"
    EVIDENCE_PUSH = "evidence:push"
    """Upload by an integrator's token: addressed by control and source key, nothing is read."""
    APPROVAL_DECIDE = "approval:decide"
    SUBMISSION_RELEASE = "submission:release"
    SUBMISSION_READ = "submission:read"
    REGISTER_READ = "register:read"
    LISTING_RECORD = "listing:record"
    SUBMISSION_IMPORT = "submission:import"
    """Take in what another installation sealed for one's authority."""
    TRUST_MANAGE = "trust:manage"
    """Decide whose seals one's authority takes in."""
    TOKEN_MANAGE = "token:manage"
    MEMBER_READ = "member:read"
    """Know who one's colleagues are."""
    MEMBER_MANAGE = "member:manage"
    """Invite colleagues, change their roles, let them go; set the organisation's policies."""
    ASSIGNMENT_MANAGE = "assignment:manage"
    """Hand out controls, and confirm or return what was proposed."""
    DISCUSSION_READ = "discussion:read"
    """Comments on the controls that one sees, and who else is there."""
    DISCUSSION_WRITE = "discussion:write"
    REQUEST_READ = "request:read"
    """See what authorities ask of one's operator."""
    REQUEST_MANAGE = "request:manage"
    """Call for assessments, and chase them."""
    DESK_READ = "desk:read"
    REVIEW_READ = "review:read"
    REVIEW_WRITE = "review:write"
    QUESTION_ANSWER = "question:answer"
    """Answer an authority's questions in the operator's name."""
    STATISTICS_READ = "statistics:read"
    REGISTER_MANAGE = "register:manage"
    """Fill one's register of entities."""
    CHANGE_NOTIFY = "change:notify"
    """Tell the authority that the operator's details changed (NIS2 Art. 3(4))."""


class Role(StrEnum):
    """Roles that a person or a token may have in an organisation."""

    OPERATOR_CONTRIBUTOR = "operator_contributor"
    OPERATOR_COORDINATOR = "operator_coordinator"
    OPERATOR_APPROVER = "operator_approver"
    OPERATOR_CONSULTANT = "operator_consultant"
    """From outside, and limited to what is assigned."""
    SIGNATORY = "signatory"
    AUTHORITY_OFFICER = "authority_officer"
    AUTHORITY_LEAD = "authority_lead"
    """An officer who also looks after the authority's people and policies."""
    INTEGRATOR = "integrator"
    PLATFORM_ADMINISTRATOR = "platform_administrator"


_P = Permission
_OPERATOR_READS = frozenset(
    {
        _P.SESSION_USE,
        _P.OPERATOR_READ,
        _P.ASSESSMENT_READ,
        _P.ASSIGNED_READ,
        _P.EVIDENCE_READ,
        _P.SUBMISSION_READ,
        _P.MEMBER_READ,
        _P.DISCUSSION_READ,
        _P.DISCUSSION_WRITE,
        _P.REQUEST_READ,
    }
)
_CONTRIBUTES = _OPERATOR_READS | {
    _P.ASSESSMENT_WRITE,
    _P.ASSIGNED_WRITE,
    _P.EVIDENCE_UPLOAD,
}
_OFFICER = frozenset(
    {
        _P.SESSION_USE,
        _P.SUBMISSION_READ,
        _P.REGISTER_READ,
        _P.LISTING_RECORD,
        _P.SUBMISSION_IMPORT,
        _P.TRUST_MANAGE,
        _P.MEMBER_READ,
        _P.REQUEST_MANAGE,
        _P.DESK_READ,
        _P.REVIEW_READ,
        _P.REVIEW_WRITE,
        _P.STATISTICS_READ,
        _P.REGISTER_MANAGE,
    }
)

ROLE_PERMISSIONS: dict[Role, frozenset[Permission]] = {
    Role.OPERATOR_CONTRIBUTOR: _CONTRIBUTES,
    Role.OPERATOR_COORDINATOR: _CONTRIBUTES
    | {
        _P.OPERATOR_UPDATE,
        _P.ASSESSMENT_START,
        _P.ASSESSMENT_DISCARD,
        _P.TOKEN_MANAGE,
        _P.MEMBER_MANAGE,
        _P.ASSIGNMENT_MANAGE,
        _P.CHANGE_NOTIFY,
        _P.QUESTION_ANSWER,
    },
    Role.OPERATOR_APPROVER: _OPERATOR_READS | {_P.APPROVAL_DECIDE},
    Role.OPERATOR_CONSULTANT: frozenset(
        {
            _P.SESSION_USE,
            _P.ASSIGNED_READ,
            _P.ASSIGNED_WRITE,
            _P.DISCUSSION_READ,
            _P.DISCUSSION_WRITE,
        }
    ),
    Role.SIGNATORY: _OPERATOR_READS | {_P.SUBMISSION_RELEASE, _P.QUESTION_ANSWER},
    Role.AUTHORITY_OFFICER: _OFFICER,
    Role.AUTHORITY_LEAD: _OFFICER | {_P.MEMBER_MANAGE},
    Role.INTEGRATOR: frozenset({_P.EVIDENCE_PUSH}),
    Role.PLATFORM_ADMINISTRATOR: frozenset({_P.SESSION_USE}),
}
"""An administrator runs the platform and sees no operator's content."""
