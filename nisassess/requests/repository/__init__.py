"""All queries of requests and cases."""
