"""nisassess: security self-assessments under the NIS Directive and NIS2."""

__version__ = "0.1.0"
