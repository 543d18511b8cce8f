"""What the invented operator wrote."""

GROUPS = (
    (
        "Governance and risk management",
        "Who decides on security, on what grounds, and how risks are known and treated.",
        (
            (
                "Security is decided on by the management body",
                (
                    "The management body approves the security measures, oversees their "
                    "implementation and is told of their state at set times."
                ),
            ),
            (
                "Risks to the service are known and treated",
                (
                    "Risks to the network and information systems that the service rests on are "
                    "assessed at set times and after change, and each has a decided treatment."
                ),
            ),
            (
                "Roles and responsibilities are assigned",
                (
                    "Every task of security has a named person and a deputy who know that they "
                    "hold it."
                ),
            ),
            (
                "Suppliers are chosen and held to security",
                (
                    "Contracts with suppliers of systems and services name security duties, and "
                    "their fulfilment is checked."
                ),
            ),
        ),
    ),
    (
        "Protection of systems and networks",
        "How systems are built, divided, kept current and shielded from misuse.",
        (
            (
                "Networks are divided by what they serve",
                (
                    "Control systems stand in networks of their own; passages are few, named and "
                    "closed unless needed."
                ),
            ),
            (
                "Access is granted by need and taken back",
                (
                    "People and systems have the access that their task needs, proven by strong "
                    "authentication, and lose it when the task ends."
                ),
            ),
            (
                "Weaknesses are found and closed in time",
                (
                    "Known weaknesses are recorded, weighed by what they endanger, and closed or "
                    "shielded by a decided date."
                ),
            ),
            (
                "Remote maintenance is under the operator's hand",
                (
                    "Access from outside is opened for one purpose and time, watched, recorded and "
                    "closed."
                ),
            ),
        ),
    ),
    (
        "Detection and handling of incidents",
        "How trouble is noticed, handled and reported to those who must know.",
        (
            (
                "Events are recorded and looked at",
                (
                    "Systems that the service rests on record what matters, and somebody looks at "
                    "it in time."
                ),
            ),
            (
                "Incidents are handled by a rehearsed plan",
                (
                    "There is a plan with roles, contacts and decisions; it is exercised and "
                    "corrected."
                ),
            ),
            (
                "Significant incidents are reported in time",
                (
                    "Early warning, notification and final report reach the authority within the "
                    "set periods."
                ),
            ),
        ),
    ),
    (
        "Continuity of the service",
        "How the service goes on, or comes back, when systems fail.",
        (
            (
                "Backups exist and have been restored",
                (
                    "What is needed to rebuild is kept apart from the network, and restoring it "
                    "has been tried."
                ),
            ),
            (
                "The service can be run without its systems",
                "For the time that restoring takes, people can run what is essential by hand.",
            ),
        ),
    ),
    (
        "People and awareness",
        "What people know, and how the house makes sure of it.",
        (
            (
                "Everybody knows what to do and what to leave",
                (
                    "Staff are trained for their task at the start and at set times, the "
                    "management body included."
                ),
            ),
            (
                "Persons in sensitive posts are vetted",
                "Where the law allows it, reliability is checked before access is given.",
            ),
        ),
    ),
)

PROMPTS = (
    "How far is this regulated in a document that is in force?",
    "How is it made sure that it happens in daily work?",
    "How often is it checked whether it works, and by whom?",
    "What happens with the deviations that a check brings to light?",
)

DESCRIPTIONS = (
    "Nothing of it exists yet.",
    "It is done by single people, in their own way.",
    "It is written down, released and known to those concerned.",
    "It is done throughout and measured at set times.",
    "Its effect is proven by tests or by an independent check.",
)

JUSTIFICATIONS = (
    (
        "The board set the policy in force on 4 March 2026 and is told of its state each quarter. "
        "Deviations are kept in the risk register with an owner and a date. The internal audit of "
        "May 2026 found two minor deviations; both were closed in June."
    ),
    (
        "Since the telecontrol system was changed in 2025, the register is complete for the "
        "control centre; the older remote terminal units are still kept in the maintenance system."
    ),
    (
        "Checked twice a year by the department for operations.\nLast check: 12 September 2026, "
        "without findings of weight."
    ),
    "The procedure is rehearsed with the fire brigade and the neighbouring operators.",
)

REASONS = (
    "No remote maintenance is possible: the stations have no connection to any other network.",
    "The part is run by the transmission system operator, who answers for it to the authority.",
    "There are no staff on site; access is through the control centre only.",
)

MEASURES = (
    (
        "Divide the station network by protection and control, with firewalls at each passage.",
        "Head of telecontrol",
        "2027-06-30",
        "high",
    ),
    (
        "Take the maintenance system's units into the central register of assets.",
        "Asset management",
        "2027-03-31",
        "low",
    ),
    (
        "Rehearse restoring the control system from the offline copy, twice a year.",
        "Control centre",
        "2027-01-31",
        "medium",
    ),
)
