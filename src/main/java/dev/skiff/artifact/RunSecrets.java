package dev.skiff.artifact;

import dev.skiff.port.ArtifactException;
import dev.skiff.port.RunContext;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.SecretKeySelector;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The values of the Secrets that a run was given. */
final class RunSecrets implements Secrets {
    private final RunContext run;

    RunSecrets(RunContext run) {
        this.run = run;
    }

    @Override
    public Optional<String> value(@Nullable SecretKeySelector reference, String field) throws ArtifactException {
        if (reference == null
                || reference.getName() == null
                || reference.getName().isEmpty()) {
            return Optional.empty();
        }
        Optional<Secret> secret = run.resources().secrets().stream()
                .filter(s -> reference.getName().equals(s.getMetadata().getName()))
                .reduce((_, last) -> last);
        Optional<String> value = secret.isEmpty() ? Optional.empty() : key(secret.get(), reference.getKey(), field);
        if (value.isEmpty() && !Boolean.TRUE.equals(reference.getOptional())) {
            throw new ArtifactException(
                    secret.isEmpty()
                            ? field + " names the Secret '" + reference.getName()
                                    + "', and the run was given none of this name: give its file with --manifest, or"
                                    + " --from-file secret/" + reference.getName() + "=PATH"
                            : field + ": the Secret '" + reference.getName() + "' has no key '" + reference.getKey()
                                    + "'");
        }
        return value;
    }

    private static Optional<String> key(Secret secret, String key, String field) throws ArtifactException {
        Map<String, String> texts = secret.getStringData();
        if (texts != null && texts.containsKey(key)) {
            return Optional.of(texts.get(key));
        }
        Map<String, String> data = secret.getData();
        String encoded = data == null ? null : data.get(key);
        if (encoded == null) {
            return Optional.empty();
        }
        try {
            return Optional.of(new String(Base64.getMimeDecoder().decode(encoded), StandardCharsets.UTF_8).strip());
        } catch (IllegalArgumentException e) {
            throw new ArtifactException(field + ": the value of key '" + key + "' of the Secret '"
                    + secret.getMetadata().getName() + "' is not base64");
        }
    }
}
