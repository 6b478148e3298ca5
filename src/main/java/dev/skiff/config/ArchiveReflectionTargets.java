package dev.skiff.config;

import io.quarkus.runtime.annotations.RegisterForReflection;

/** What the archive's connections make by name: the driver, how it speaks TLS by the machine's certificates, and the pool's arrays. */
@RegisterForReflection(
        targets = {org.postgresql.Driver.class, org.postgresql.ssl.DefaultJavaSSLFactory.class},
        classNames = {
            "io.agroal.pool.ConnectionHandler",
            "[Lio.agroal.pool.ConnectionHandler;",
            "[Ljava.sql.Statement;",
            "[Ljava.sql.ResultSet;"
        })
public final class ArchiveReflectionTargets {

    private ArchiveReflectionTargets() {}
}
