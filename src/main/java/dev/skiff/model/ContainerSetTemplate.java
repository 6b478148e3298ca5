package dev.skiff.model;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.fabric8.kubernetes.api.model.VolumeMount;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Several containers in one pod, ordered by their dependencies. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record ContainerSetTemplate(
        @JsonInclude(JsonInclude.Include.NON_EMPTY) List<ContainerNode> containers,
        @Nullable ContainerSetRetryStrategy retryStrategy,
        @JsonInclude(JsonInclude.Include.NON_EMPTY) List<VolumeMount> volumeMounts) {

    public ContainerSetTemplate {
        containers = Copies.list(containers);
        volumeMounts = Copies.list(volumeMounts);
    }
}
