package dev.skiff.config;

import dev.skiff.archive.Login;
import dev.skiff.kubernetes.PersistenceConfig;
import dev.skiff.kubernetes.PersistenceConfig.SecretKey;
import dev.skiff.port.service.ServiceException;
import dev.skiff.port.service.ServiceException.Why;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * User name and password of the archive's database. This process may read no Secret of the cluster: they are in its environment, or in files
 * that its Deployment mounts, one for each key of a Secret below a directory of the Secret's name. Files are read for each new connection, so
 * that a password may be changed while this process runs.
 */
final class PersistenceLogin implements Login.Source {
    private static final System.Logger LOG = System.getLogger("dev.skiff.config");
    private static final String USER = "SKIFF_PERSISTENCE_USERNAME";
    private static final String PASSWORD = "SKIFF_PERSISTENCE_PASSWORD";
    private static final String DIRECTORY = "SKIFF_PERSISTENCE_SECRETS";
    private static final String USUAL_DIRECTORY = "/etc/skiff/persistence";
    private static final String AUTHORITIES = "ca.crt";
    private static final long LONGEST = 64 * 1024;

    private final Map<String, String> environment;
    private final PersistenceConfig.Postgres server;

    PersistenceLogin(Map<String, String> environment, PersistenceConfig.Postgres server) {
        this.environment = environment;
        this.server = server;
    }

    private Path directory() {
        return Path.of(environment.getOrDefault(DIRECTORY, USUAL_DIRECTORY));
    }

    /** The certificates that the server's is to be signed by, if they are mounted. */
    @Nullable
    Path authorities() {
        Path file = directory().resolve(AUTHORITIES);
        return Files.isRegularFile(file) ? file : null;
    }

    @Override
    public Login find() {
        return new Login(
                value(USER, "userNameSecret", server.userName()), value(PASSWORD, "passwordSecret", server.password()));
    }

    private String value(String variable, String field, SecretKey secret) {
        String given = environment.get(variable);
        if (given != null && !given.isEmpty()) {
            return given;
        }
        Path file = directory().resolve(secret.name()).resolve(secret.key());
        try {
            if (Files.isRegularFile(file) && Files.size(file) <= LONGEST) {
                return Files.readString(file).strip();
            }
        } catch (IOException e) {
            LOG.log(
                    System.Logger.Level.DEBUG,
                    () -> file + " cannot be read: " + e.getClass().getSimpleName());
        }
        throw new ServiceException(
                Why.UNAVAILABLE,
                "persistence.postgresql." + field + ": the key '" + secret.key() + "' of the Secret " + secret.name()
                        + " is not mounted at " + file
                        + ": add the component k8s/components/archive to the installation, or set "
                        + variable);
    }
}
