package dev.skiff.agent;

import dev.skiff.artifact.Secrets;
import dev.skiff.handover.AgentPlan;
import dev.skiff.port.ArtifactException;
import io.fabric8.kubernetes.api.model.SecretKeySelector;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The values of Secrets in the agent's own variables, where the kubelet has put them. */
final class PlannedSecrets implements Secrets {
    private final Map<String, String> variables;
    private final Map<String, String> environment;

    /** @param variables {@link AgentPlan#secrets} */
    PlannedSecrets(Map<String, String> variables, Map<String, String> environment) {
        this.variables = variables;
        this.environment = environment;
    }

    @Override
    public Optional<String> value(@Nullable SecretKeySelector reference, String field) throws ArtifactException {
        if (reference == null
                || reference.getName() == null
                || reference.getName().isEmpty()) {
            return Optional.empty();
        }
        String variable = variables.get(AgentPlan.secretKey(reference));
        String value = variable == null ? null : environment.get(variable);
        if (value == null && !Boolean.TRUE.equals(reference.getOptional())) {
            throw new ArtifactException(field + ": the pod was not given the key '" + reference.getKey()
                    + "' of the Secret '" + reference.getName() + "'");
        }
        // a line end that an editor has left in a Secret is no part of it
        return Optional.ofNullable(value).map(String::strip);
    }
}
