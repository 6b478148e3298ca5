-- What a list shows of a workflow beside its columns. Without it each row of a list costs reading a whole workflow; rows that Argo has
-- written have none, and cost that.
create table skiff_archived_summaries (
    clustername varchar(64) not null,
    uid varchar(128) not null,
    summary json not null,
    primary key (clustername, uid),
    foreign key (clustername, uid) references argo_archived_workflows (clustername, uid) on delete cascade
);
