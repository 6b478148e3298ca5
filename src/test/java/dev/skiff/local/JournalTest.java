package dev.skiff.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.skiff.engine.Event;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JournalTest {
    private static final Instant AT = Instant.parse("2026-11-23T21:06:00Z");

    @TempDir
    Path directory;

    private Path file = Path.of("");

    @BeforeEach
    void place() {
        file = directory.resolve("journal.jsonl");
    }

    @Test
    void whatWasWrittenIsReadInItsOrderByTheNextProcess() throws IOException {
        append(alarm("a"), alarm("b"));
        append(alarm("c"));
        assertThat(read()).containsExactly(alarm("a"), alarm("b"), alarm("c"));
    }

    @Test
    void aLineThatWasCutOffInTheMiddleIsAsIfNeverWritten() throws IOException {
        append(alarm("a"), alarm("b"));
        Files.writeString(file, EventCodec.encode(alarm("torn")).substring(0, 15), StandardOpenOption.APPEND);
        assertThat(read()).containsExactly(alarm("a"), alarm("b"));
        append(alarm("c"));
        assertThat(read()).containsExactly(alarm("a"), alarm("b"), alarm("c"));
    }

    @Test
    void aLineThatCannotBeReadIsSaidWithItsPlace() throws IOException {
        append(alarm("a"));
        Files.writeString(
                file, "{\"v\":1,\"type\":\"nonsense\",\"at\":\"2026-11-23T21:06:00Z\"}\n", StandardOpenOption.APPEND);
        assertThatThrownBy(this::read)
                .isInstanceOf(IOException.class)
                .hasMessageContaining("journal.jsonl:2: unknown type of event: nonsense");
    }

    private static Event alarm(String name) {
        return new Event.AlarmRang(name, AT);
    }

    private void append(Event... events) throws IOException {
        try (Journal journal = Journal.open(file)) {
            journal.append(List.of(events));
        }
    }

    private List<Event> read() throws IOException {
        List<Event> events = new ArrayList<>();
        try (Journal journal = Journal.open(file)) {
            journal.replay(events::add);
        }
        return events;
    }
}
