package dev.skiff.cli;

import picocli.CommandLine.Option;

/** What is done when a run waits for somebody. */
final class SuspendOptions {

    @Option(
            names = "--auto-resume",
            description =
                    "Let suspended steps go on at once, with the defaults of what they expect. Without it they wait: in"
                            + " a terminal they are asked for, else skiff resume lets them go on.")
    boolean autoResume;
}
