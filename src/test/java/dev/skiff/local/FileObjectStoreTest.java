package dev.skiff.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.skiff.port.StoreException;
import dev.skiff.port.service.ResourceKind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FileObjectStoreTest {
    private static final ResourceKind KIND = ResourceKind.WORKFLOW_TEMPLATE;

    @TempDir
    Path data;

    @Test
    void anObjectIsKeptWithAVersionThatGrows() {
        FileObjectStore store = store();
        assertThat(store.version()).isZero();
        long first = version(put(store, "ns", "a", 1));
        long second = version(put(store, "ns", "a", 2));
        assertThat(second).isGreaterThan(first).isEqualTo(store.version());
        assertThat(value(store(), "a")).isEqualTo(2);
        assertThat(store.find(KIND, "other", "a")).isEmpty();
        assertThat(store.find(ResourceKind.CRON_WORKFLOW, "ns", "a")).isEmpty();
    }

    @Test
    void whatIsGivenOutIsACopy() {
        FileObjectStore store = store();
        put(store, "ns", "a", 1);
        store.find(KIND, "ns", "a").orElseThrow().put("value", 99);
        store.list(KIND).getFirst().put("value", 98);
        assertThat(value(store, "a")).isEqualTo(1);
    }

    @Test
    void anotherProcessIsSeen() {
        FileObjectStore one = store();
        FileObjectStore other = store();
        put(one, "ns", "b", 1);
        put(one, "ns", "a", 1);
        put(other, "aa", "z", 1);
        put(other, "ns", "a", 7);
        assertThat(one.list(KIND))
                .extracting(o -> o.path("metadata").path("name").asText())
                .containsExactly("z", "a", "b");
        assertThat(value(one, "a")).isEqualTo(7);
        long before = one.version();
        assertThat(other.edit(KIND, "ns", "a", present -> null)).isEmpty();
        assertThat(one.version()).isGreaterThan(before);
        assertThat(one.find(KIND, "ns", "a")).isEmpty();
    }

    @Test
    void anEditThatThrowsLeavesEverythingAsItIs() {
        FileObjectStore store = store();
        put(store, "ns", "a", 1);
        long before = store.version();
        assertThatThrownBy(() -> store.edit(KIND, "ns", "a", present -> {
                    present.put("value", 5);
                    throw new IllegalStateException("no");
                }))
                .hasMessage("no");
        assertThat(store.version()).isEqualTo(before);
        assertThat(value(store, "a")).isEqualTo(1);
    }

    @Test
    void editsFollowEachOther() throws Exception {
        put(store(), "ns", "a", 0);
        List<Callable<Object>> edits = IntStream.range(0, 40)
                .<Callable<Object>>mapToObj(i -> () -> store().edit(
                                KIND,
                                "ns",
                                "a",
                                present -> present.put(
                                        "value", present.path("value").asInt() + 1)))
                .toList();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (var done : threads.invokeAll(edits)) {
                done.get();
            }
        }
        assertThat(value(store(), "a")).isEqualTo(40);
    }

    @ParameterizedTest
    @ValueSource(strings = {"..", "../x", "a/b", "", ".a", "A", "a\u0000", "_cluster", "a..b"})
    void aNameThatWouldLeadElsewhereIsNoName(String name) {
        assertThatThrownBy(() -> put(store(), "ns", name, 1))
                .isInstanceOf(StoreException.class)
                .hasMessageContaining("cannot be the name");
        assertThatThrownBy(() -> put(store(), name, "a", 1)).isInstanceOf(StoreException.class);
    }

    @Test
    void whatIsNoObjectIsNamed() throws IOException {
        put(store(), "ns", "a", 1);
        Path file = data.resolve("objects/workflowtemplates/ns/a.json");
        assertThat(file).exists();
        Files.writeString(file, "[1]");
        assertThatThrownBy(() -> store().find(KIND, "ns", "a"))
                .isInstanceOf(StoreException.class)
                .hasMessageContaining("cannot read the WorkflowTemplate a")
                .hasMessageContaining("it holds no object");
    }

    private FileObjectStore store() {
        return new FileObjectStore(data, InstantSource.system());
    }

    private static int value(FileObjectStore store, String name) {
        return store.find(KIND, "ns", name).orElseThrow().path("value").asInt();
    }

    private static ObjectNode put(FileObjectStore store, String namespace, String name, int value) {
        return store.edit(KIND, namespace, name, present -> {
                    ObjectNode object = JsonNodeFactory.instance.objectNode().put("value", value);
                    object.putObject("metadata").put("name", name).put("namespace", namespace);
                    return object;
                })
                .orElseThrow();
    }

    private static long version(ObjectNode object) {
        return Long.parseLong(object.path("metadata").path("resourceVersion").asText());
    }
}
