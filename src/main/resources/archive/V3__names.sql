-- A prefix of a name is found by this whatever the collation of the database is.
create index if not exists skiff_archived_workflows_name
    on argo_archived_workflows (clustername, instanceid, name varchar_pattern_ops);
