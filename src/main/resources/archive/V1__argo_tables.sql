-- The tables of Argo's archive as Argo's own steps 0 to 68 leave them, and the record that says so: an Argo that finds them has nothing to do.

create table ${table} (
    uid varchar(128) not null,
    namespace varchar(256) not null,
    clustername varchar(64) not null,
    version varchar(64) not null,
    nodes json not null,
    updatedat timestamp not null default current_timestamp,
    creationtimestamp timestamp default current_timestamp,
    primary key (clustername, uid, version)
);
create index ${table}_i1 on ${table} (clustername, namespace, updatedat);

create table argo_archived_workflows (
    uid varchar(128) not null,
    name varchar(256) not null,
    phase varchar(25) not null,
    namespace varchar(256) not null,
    workflow jsonb not null,
    startedat timestamp not null default current_timestamp,
    finishedat timestamp not null default current_timestamp,
    clustername varchar(64) not null,
    instanceid varchar(64) not null,
    creationtimestamp timestamp default current_timestamp,
    primary key (clustername, uid)
);
create index argo_archived_workflows_i1 on argo_archived_workflows (clustername, instanceid, namespace, startedat desc);
create index argo_archived_workflows_i2 on argo_archived_workflows (clustername, instanceid, finishedat);
create index argo_archived_workflows_i3 on argo_archived_workflows (clustername, instanceid, name);
create index argo_archived_workflows_i4 on argo_archived_workflows (clustername, startedat);
create index argo_archived_workflows_i5 on argo_archived_workflows (creationtimestamp);

create table argo_archived_workflows_labels (
    clustername varchar(64) not null,
    uid varchar(128) not null,
    name varchar(317) not null,
    value varchar(63) not null,
    primary key (clustername, uid, name),
    foreign key (clustername, uid) references argo_archived_workflows (clustername, uid) on delete cascade
);
create index argo_archived_workflows_labels_i1 on argo_archived_workflows_labels (name, value);

create table if not exists schema_history (schema_version int not null, primary key (schema_version));
insert into schema_history (schema_version) select 68 where not exists (select 1 from schema_history);
