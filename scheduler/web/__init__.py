"""Pages: what people see of Fieldweek, made on the server, working without script."""
