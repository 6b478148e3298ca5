package dev.skiff.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.skiff.port.Origin;
import dev.skiff.port.RunCatalog.Entry;
import dev.skiff.port.StoreException;
import dev.skiff.port.service.Shape;
import dev.skiff.runtime.Yaml;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LazyRunCatalogTest {
    @TempDir
    Path data;

    private LazyRunCatalog catalog() {
        return new LazyRunCatalog(data, InstantSource.system());
    }

    private void keep(String name) {
        var record = new FileRunStore(data)
                .create(
                        Yaml.workflow(name, Yaml.THREE_STEPS),
                        new Origin("host", List.of(), List.of(), List.of(), false, 0));
        record.close();
    }

    @Test
    void aRunThatIsNamedIsReadByItselfAndNothingIsWritten() throws IOException {
        keep("one");
        // no run: whoever looked at all would stumble over it
        Files.createDirectories(data.resolve("runs/broken"));
        Files.writeString(data.resolve("runs/broken/workflow.json"), "{");
        try (LazyRunCatalog catalog = catalog()) {
            Entry entry = catalog.find("one").orElseThrow();
            assertThat(entry.namespace()).isEqualTo("default");
            assertThat(entry.version()).isPositive();
            assertThat(catalog.find("one").orElseThrow()).isEqualTo(entry);
            assertThat(catalog.read("one", Shape.ALL)).isPresent();
            assertThat(catalog.size("one")).isZero();
            assertThat(catalog.find("none")).isEmpty();
            assertThat(catalog.find("../one")).isEmpty();
        }
        assertThat(data.resolve("index/runs")).doesNotExist();
    }

    @Test
    void aListLooksAtAllAndKeepsWhatItHasSeenForTheNextCommand() {
        keep("one");
        keep("two");
        try (LazyRunCatalog catalog = catalog()) {
            assertThat(catalog.page(e -> true, null, 10)).hasSize(2);
            assertThat(catalog.find("one").orElseThrow().added())
                    .isEqualTo(catalog.find("one").orElseThrow().version());
        }
        assertThat(data.resolve("index/runs")).exists();
        try (LazyRunCatalog catalog = catalog()) {
            assertThat(catalog.page(e -> true, null, 10)).hasSize(2);
        }
    }

    @Test
    void severalProcessesMayKeepTheirsAtOnce() {
        keep("one");
        try (LazyRunCatalog first = catalog();
                LazyRunCatalog second = catalog()) {
            assertThat(first.page(e -> true, null, 10)).hasSize(1);
            keep("two");
            assertThat(second.page(e -> true, null, 10)).hasSize(2);
            assertThat(first.page(e -> true, null, 10)).hasSize(2);
        }
        assertThat(new CatalogFile(data.resolve("index")).read()).hasSize(2);
    }

    @Test
    void nothingIsOpenedAfterTheEnd() {
        LazyRunCatalog catalog = catalog();
        catalog.close();
        assertThatThrownBy(() -> catalog.page(e -> true, null, 1)).isInstanceOf(StoreException.class);
    }
}
