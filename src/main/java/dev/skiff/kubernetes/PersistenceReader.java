package dev.skiff.kubernetes;

import dev.skiff.kubernetes.PersistenceConfig.Postgres;
import dev.skiff.kubernetes.PersistenceConfig.SecretKey;
import dev.skiff.port.service.LabelSelector;
import io.fabric8.kubernetes.api.model.LabelSelectorRequirement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads {@code persistence}; see {@link ConfigReader}. */
final class PersistenceReader {
    private static final int PORT = 5432;
    private static final int CONNECTIONS = 10;
    private static final Duration PATIENCE = Duration.ofSeconds(5);
    private static final Set<String> SSL_MODES =
            Set.of("disable", "allow", "prefer", "require", "verify-ca", "verify-full");

    private PersistenceReader() {}

    static PersistenceConfig read(ConfigTree tree) {
        ConfigTree pool = tree.object("connectionPool");
        Integer most = pool.count("maxOpenConns");
        Duration life = pool.timeToLive("connMaxLifetime");
        // those that nobody uses are closed after a minute, however many may stay
        pool.nothingElse(Set.of("maxIdleConns"));
        Long patience = tree.seconds("connectionTimeoutSeconds");
        boolean archive = tree.flag("archive", false);
        if (tree.flag("nodeStatusOffLoad", false)) {
            tree.unsupported(
                    "nodeStatusOffLoad",
                    "nodes that are many are packed into the object, and never put into a database");
        }
        if (!tree.object("mysql").names().isEmpty()) {
            tree.unsupported("mysql", "the archive needs persistence.postgresql");
        }
        Postgres postgres = postgres(tree.object("postgresql"), archive);
        var config = new PersistenceConfig(
                archive && postgres != null,
                chosen(tree),
                tree.timeToLive("archiveTTL"),
                Objects.requireNonNullElse(tree.text("clusterName"), "default"),
                tree.flag("skipMigration", false),
                most == null || most == 0 ? CONNECTIONS : most,
                life,
                patience == null || patience == 0 ? PATIENCE : Duration.ofSeconds(patience),
                postgres);
        tree.nothingElse(Set.of("reconnectionConfig"));
        return config;
    }

    private static @Nullable Postgres postgres(ConfigTree tree, boolean wanted) {
        if (tree.names().isEmpty()) {
            if (wanted) {
                tree.missing("host", "nothing is archived");
            }
            return null;
        }
        String host = tree.text("host");
        String database = tree.text("database");
        Integer port = tree.count("port");
        String table = tree.text("tableName");
        SecretKey user = secret(tree.object("userNameSecret"), "username");
        SecretKey password = secret(tree.object("passwordSecret"), "password");
        String mode = sslMode(tree);
        tree.nothingElse(Set.of());
        if (host == null || database == null) {
            if (wanted) {
                tree.missing(host == null ? "host" : "database", "nothing is archived");
            }
            return null;
        }
        return new Postgres(
                host,
                port == null || port == 0 ? PORT : port,
                database,
                table == null ? "argo_workflows" : table,
                user,
                password,
                mode);
    }

    /** Without a word about it, connections are encrypted when the server can. */
    private static String sslMode(ConfigTree tree) {
        boolean said = tree.names().contains("ssl");
        boolean ssl = tree.flag("ssl", false);
        String mode = tree.text("sslMode");
        if (said && !ssl) {
            return "disable";
        }
        if (mode == null) {
            return ssl ? "require" : "prefer";
        }
        if (!SSL_MODES.contains(mode)) {
            tree.wrong("sslMode", "one of " + String.join(", ", new java.util.TreeSet<>(SSL_MODES)), "verify-full");
            return "verify-full";
        }
        return mode;
    }

    private static SecretKey secret(ConfigTree tree, String usualKey) {
        String name = tree.text("name");
        String key = tree.text("key");
        tree.nothingElse(Set.of("optional"));
        return new SecretKey(name == null ? "argo-postgres-config" : name, key == null ? usualKey : key);
    }

    private static LabelSelector chosen(ConfigTree tree) {
        var given = tree.value("archiveLabelSelector", io.fabric8.kubernetes.api.model.LabelSelector.class);
        if (given == null) {
            return LabelSelector.ALL;
        }
        List<LabelSelector.Term> terms = new ArrayList<>();
        Map<String, String> labels = given.getMatchLabels();
        if (labels != null) {
            labels.forEach((key, value) -> terms.add(new LabelSelector.Term.AmongValues(key, Set.of(value), true)));
        }
        for (LabelSelectorRequirement one : given.getMatchExpressions()) {
            switch (String.valueOf(one.getOperator())) {
                case "In" ->
                    terms.add(new LabelSelector.Term.AmongValues(one.getKey(), Set.copyOf(one.getValues()), true));
                case "NotIn" ->
                    terms.add(new LabelSelector.Term.AmongValues(one.getKey(), Set.copyOf(one.getValues()), false));
                case "Exists" -> terms.add(new LabelSelector.Term.IsThere(one.getKey(), true));
                case "DoesNotExist" -> terms.add(new LabelSelector.Term.IsThere(one.getKey(), false));
                default -> {
                    tree.wrong(
                            "archiveLabelSelector", "the operators In, NotIn, Exists, DoesNotExist", "every workflow");
                    return LabelSelector.ALL;
                }
            }
        }
        return new LabelSelector(terms);
    }
}
