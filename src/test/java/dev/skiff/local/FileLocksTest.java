package dev.skiff.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.skiff.engine.Lock;
import dev.skiff.port.Await;
import dev.skiff.port.LockTable;
import dev.skiff.port.Locks.Answer;
import dev.skiff.port.Locks.Holder;
import dev.skiff.port.StoreException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two of them stand for two processes. */
class FileLocksTest {
    private static final Instant T0 = Instant.parse("2026-11-25T10:00:00Z");
    private static final List<Lock> MUTEX = List.of(new Lock("default/Mutex/m", 1));
    private static final Answer WAITING =
            new Answer(false, "default/Mutex/m", "Waiting for default/Mutex/m lock. Lock status: 0/1");
    private static final Answer GRANTED = new Answer(true, "", "");

    @TempDir
    Path data;

    private final List<FileLocks> open = new ArrayList<>();

    @AfterEach
    void close() {
        open.forEach(FileLocks::close);
    }

    @Test
    void aLockIsHandedOverToAnotherProcess() {
        var first = locks();
        var second = locks();
        var answers = new CopyOnWriteArrayList<Answer>();
        first.acquire(holder("a"), MUTEX, 0, T0, a -> {});
        second.acquire(holder("b"), MUTEX, 0, T0, answers::add);
        assertThat(answers).containsExactly(WAITING);

        first.release(holder("a"));
        Await.until("b has it", () -> answers.contains(GRANTED), () -> answers);
        assertThat(answers).containsExactly(WAITING, GRANTED);
    }

    @Test
    void aProcessThatDiesGivesUpWhatItHeldAndItsPlaceInTheQueue() throws IOException {
        var second = locks();
        second.acquire(holder("c"), MUTEX, 0, T0, a -> {});
        second.release(holder("c"));
        var table = new LockTableFile(data.resolve("locks/table.json"));
        var left = new LockTable(List.of());
        left.add("4711-dead", holder("a"), MUTEX, 0, T0);
        left.grant();
        left.add("4712-dead", holder("next"), MUTEX, 9, T0);
        table.write(left);

        var answers = new CopyOnWriteArrayList<Answer>();
        second.acquire(holder("b"), MUTEX, 0, T0, answers::add);
        assertThat(answers).containsExactly(GRANTED);
        assertThat(table.read().entries()).extracting(e -> e.holder().run()).containsExactly("b");
    }

    @Test
    void whoHasToWaitHearsOfADeathThatChangesNothing() throws IOException {
        var first = locks();
        var answers = new CopyOnWriteArrayList<Answer>();
        first.acquire(holder("a"), MUTEX, 0, T0, a -> {});
        var second = locks();
        second.acquire(holder("b"), MUTEX, 0, T0, answers::add);
        // as the system does when the process is killed: its lock is gone, its files are not
        try (var processes = Files.list(data.resolve("locks/processes"))) {
            for (Path process : processes.toList()) {
                if (new LockTableFile(data.resolve("locks/table.json"))
                        .read().entries().stream()
                                .anyMatch(e -> e.held()
                                        && e.process()
                                                .equals(process.getFileName().toString()))) {
                    PrivateFiles.deleteTree(process);
                }
            }
        }
        Await.until("b has it", () -> answers.contains(GRANTED), () -> answers);
    }

    @Test
    void whatAKilledProcessHeldIsFree() throws IOException, InterruptedException {
        Process other = new ProcessBuilder(
                        ProcessHandle.current().info().command().orElseThrow(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        LockHolder.class.getName(),
                        data.toString(),
                        "default/Mutex/m")
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        var answers = new CopyOnWriteArrayList<Answer>();
        try (var printed = other.inputReader()) {
            assertThat(printed.readLine()).isEqualTo("held");
            locks().acquire(holder("b"), MUTEX, 0, T0, answers::add);
            assertThat(answers).containsExactly(WAITING);
        } finally {
            // SIGKILL
            other.destroyForcibly().waitFor();
        }
        Await.until("b has it", () -> answers.contains(GRANTED), () -> answers);
    }

    @Test
    void thousandsOfOneRunWaitInOneLine() throws IOException {
        var locks = locks();
        var granted = new CopyOnWriteArrayList<String>();
        for (int i = 0; i < 3000; i++) {
            String node = "n" + i;
            locks.acquire(new Holder("default", "wf", node), MUTEX, 0, T0, a -> {
                if (a.granted()) {
                    granted.add(node);
                }
            });
        }
        assertThat(new LockTableFile(data.resolve("locks/table.json")).read().entries())
                .hasSize(2);
        for (int i = 0; i < 3000; i++) {
            assertThat(granted).hasSize(i + 1).last().isEqualTo("n" + i);
            locks.release(new Holder("default", "wf", "n" + i));
        }
        assertThat(new LockTableFile(data.resolve("locks/table.json")).read().entries())
                .isEmpty();
    }

    @Test
    void aRunThatEndsGivesUpItsLocksAndItsPlaces() {
        var locks = locks();
        var answers = new CopyOnWriteArrayList<Answer>();
        locks.acquire(new Holder("default", "wf", "a"), MUTEX, 0, T0, a -> {});
        locks.acquire(new Holder("default", "wf", "b"), MUTEX, 0, T0, a -> {});
        locks.acquire(new Holder("other", "wf", "c"), MUTEX, 0, T0, answers::add);
        locks.releaseAll("default", "wf");
        assertThat(answers).containsExactly(WAITING, GRANTED);
    }

    @Test
    void askingAgainGivesTheAnswerAgain() {
        var locks = locks();
        var answers = new CopyOnWriteArrayList<Answer>();
        locks.acquire(holder("a"), MUTEX, 0, T0, a -> {});
        locks.acquire(holder("a"), MUTEX, 0, T0, answers::add);
        assertThat(answers).containsExactly(GRANTED);
    }

    @Test
    void neverMoreThanTheLimitHoldASemaphoreAndEveryoneGetsItsTurn() throws InterruptedException {
        var semaphore = List.of(new Lock("default/ConfigMap/limits/workers", 2));
        var now = new AtomicInteger();
        var most = new AtomicInteger();
        var done = new AtomicInteger();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < 8; i++) {
                FileLocks locks = locks();
                Holder holder = holder("run-" + i);
                threads.execute(() -> locks.acquire(holder, semaphore, 0, T0, answer -> {
                    if (answer.granted()) {
                        threads.execute(() -> {
                            most.accumulateAndGet(now.incrementAndGet(), Math::max);
                            Thread.yield();
                            now.decrementAndGet();
                            locks.release(holder);
                            done.incrementAndGet();
                        });
                    }
                }));
            }
            Await.until("all had it", () -> done.get() == 8, done::get);
        }
        assertThat(most).hasValueBetween(1, 2);
    }

    @Test
    void aTableThatIsNoneIsAClearProblem() throws IOException {
        Files.createDirectories(data.resolve("locks"));
        Files.writeString(data.resolve("locks/table.json"), "{\"entries\": [{}]}");
        assertThatThrownBy(() -> locks().acquire(holder("a"), MUTEX, 0, T0, a -> {}))
                .isInstanceOf(StoreException.class)
                .hasMessageContaining("cannot read the locks that runs share")
                .hasMessageContaining("table.json")
                .hasMessageContaining("delete the file");
    }

    @Test
    void whatIsKeptIsPrivate() throws IOException {
        locks().acquire(holder("a"), MUTEX, 0, T0, a -> {});
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(data.resolve("locks"))))
                .isEqualTo("rwx------");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(data.resolve("locks/table.json"))))
                .isEqualTo("rw-------");
    }

    private FileLocks locks() {
        var locks = new FileLocks(data);
        open.add(locks);
        return locks;
    }

    private static Holder holder(String run) {
        return new Holder("default", run, "");
    }
}
