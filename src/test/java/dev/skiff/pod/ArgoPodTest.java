package dev.skiff.pod;

import static org.assertj.core.api.Assertions.assertThat;

import dev.skiff.model.UserContainer;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerBuilder;
import io.fabric8.kubernetes.api.model.VolumeMount;
import org.junit.jupiter.api.Test;

class ArgoPodTest {

    private static Container mounting(String... volumesAndPaths) {
        var container = new ContainerBuilder();
        for (int i = 0; i < volumesAndPaths.length; i += 2) {
            container
                    .addNewVolumeMount()
                    .withName(volumesAndPaths[i])
                    .withMountPath(volumesAndPaths[i + 1])
                    .endVolumeMount();
        }
        return container.build();
    }

    private static Container beside(boolean mirror) {
        var user = UserContainer.builder()
                .name("helper")
                .volumeMounts(mounting("own", "/data").getVolumeMounts())
                .mirrorVolumeMounts(mirror)
                .build();
        return ArgoPod.mirrored(user, mounting("shared", "/data", "cache", "/cache"));
    }

    @Test
    void aContainerThatAsksForItHasMainsMountsBesideItsOwn() {
        assertThat(beside(true).getVolumeMounts())
                .extracting(VolumeMount::getName)
                .containsExactly("own", "cache");
    }

    @Test
    void anotherHasItsOwnAlone() {
        assertThat(beside(false).getVolumeMounts())
                .extracting(VolumeMount::getName)
                .containsExactly("own");
    }

    @Test
    void aClaimIsNamedAfterItsRun() {
        assertThat(ArgoPod.claim("wf-x7k2p", "work")).isEqualTo("wf-x7k2p-work");
    }
}
