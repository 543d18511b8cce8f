"""The GraphQL view: limits, error masking, execution context, explorer."""
