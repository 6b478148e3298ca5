package dev.skiff;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class MainTest {

    @Test
    void theImagesOtherNameIsNoArgument() {
        assertThat(Main.asked("/bin/argo", "submit", "/mnt/argo")).containsExactly("submit", "/mnt/argo");
        assertThat(Main.asked("submit", "/mnt/argo")).containsExactly("submit", "/mnt/argo");
        assertThat(Main.asked()).isEmpty();
    }
}
