package dev.skiff.artifact;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The keys that a person has in the files of the AWS command line. */
final class AwsProfile {
    private static final long MAX_BYTES = 1 << 20;
    /** Ways to credentials that only the command line goes. */
    private static final List<String> OTHERS = List.of(
            "role_arn",
            "sso_session",
            "sso_start_url",
            "credential_process",
            "web_identity_token_file",
            "login_session");

    private AwsProfile() {}

    /**
     * Empty when neither file has the profile, and none was asked for.
     *
     * @throws IOException when the profile is not there that the environment names, or has no keys
     */
    static Optional<AwsCredentials> credentials(Map<String, String> environment) throws IOException {
        String named = environment.getOrDefault("AWS_PROFILE", environment.getOrDefault("AWS_DEFAULT_PROFILE", ""));
        String profile = named.isEmpty() ? "default" : named;
        Path home = Path.of(environment.getOrDefault("HOME", "/")).resolve(".aws");
        Path keys = path(environment.get("AWS_SHARED_CREDENTIALS_FILE"), home.resolve("credentials"));
        Path settings = path(environment.get("AWS_CONFIG_FILE"), home.resolve("config"));
        Map<String, String> values =
                new HashMap<>(section(settings, profile.equals("default") ? profile : "profile " + profile));
        values.putAll(section(keys, profile));
        String access = values.getOrDefault("aws_access_key_id", "");
        String secret = values.getOrDefault("aws_secret_access_key", "");
        if (!access.isEmpty() && !secret.isEmpty()) {
            return Optional.of(new AwsCredentials(access, secret, values.get("aws_session_token"), null));
        }
        Optional<String> other = OTHERS.stream().filter(values::containsKey).findFirst();
        if (other.isPresent()) {
            throw new IOException("the AWS profile '" + profile + "' gets its credentials by " + other.get()
                    + ", which Skiff does not: put them into the environment with `eval \"$(aws configure"
                    + " export-credentials --profile " + profile + " --format env)\"`");
        }
        if (!named.isEmpty()) {
            throw new IOException("AWS_PROFILE names '" + profile + "', and neither " + keys + " nor " + settings
                    + " has keys for it");
        }
        return Optional.empty();
    }

    private static Path path(@org.jspecify.annotations.Nullable String named, Path usual) {
        return named == null || named.isEmpty() ? usual : Path.of(named);
    }

    private static Map<String, String> section(Path file, String wanted) throws IOException {
        Map<String, String> values = new HashMap<>();
        try {
            if (Files.size(file) > MAX_BYTES) {
                throw new IOException(file + " is larger than " + Limits.size(MAX_BYTES));
            }
            boolean inside = false;
            for (String line : Files.readAllLines(file)) {
                String text = line.strip();
                if (text.startsWith("[")) {
                    inside = text.replaceAll("[\\[\\]]", "").strip().equals(wanted);
                } else if (inside && !text.startsWith("#") && !text.startsWith(";") && text.indexOf('=') > 0) {
                    int equals = text.indexOf('=');
                    values.put(
                            text.substring(0, equals).strip(),
                            text.substring(equals + 1).strip());
                }
            }
        } catch (NoSuchFileException e) {
            return Map.of();
        }
        return values;
    }
}
