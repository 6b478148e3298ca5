package dev.skiff.bench;

import dev.skiff.engine.Run;
import dev.skiff.model.Workflow;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** One whole workflow through the engine, on one core: {@link EngineFigures} makes the table of it. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 4, time = 2)
@Measurement(iterations = 6, time = 2)
@Fork(
        value = 1,
        jvmArgsAppend = {"-XX:ActiveProcessorCount=1", "-Xms6g", "-Xmx6g", "-Xmn4g"})
public class EngineBenchmark {

    @Param({"1000", "10000", "100000"})
    public int leaves;

    @Param
    public Shape shape = Shape.WIDE;

    private Workflow workflow = Shape.WIDE.workflow(100);

    /** The parsing of the file is not the engine's. */
    @Setup(Level.Trial)
    public void parse() {
        workflow = shape.workflow(leaves);
    }

    @Benchmark
    public Run wholeWorkflow() {
        return EngineDriver.play(workflow);
    }
}
