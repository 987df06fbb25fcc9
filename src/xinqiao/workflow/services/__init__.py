"""The only writers of the workflow engine, one module for each verb."""
