package dev.skiff.cli;

import dev.skiff.port.service.ServiceException;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code skiff wait}, as {@code argo wait}. */
@Command(
        name = "wait",
        description = {
            "Wait until runs that other processes drive have ended.",
            "The exit code is 0 only when all of them succeeded."
        })
final class WaitCommand implements Callable<Integer> {
    private final CommandContext context;

    @Parameters(arity = "1..*", paramLabel = "NAME", description = "Runs; @latest for the last one.")
    List<String> names = List.of();

    @Option(names = "--ignore-not-found", description = "A run that is not there has ended.")
    boolean ignoreNotFound;

    @Mixin
    PlaceOptions place = new PlaceOptions();

    WaitCommand(CommandContext context) {
        this.context = context;
    }

    @Override
    public Integer call() throws InterruptedException {
        int code = 0;
        try (Served served = place.open(context)) {
            for (String name : names) {
                try {
                    code = Math.max(code, await(served, name));
                } catch (UserError e) {
                    context.err().println("skiff: " + e.getMessage());
                    code = 1;
                }
            }
        }
        return code;
    }

    private int await(Served served, String name) throws InterruptedException {
        if (served.isHere()
                && ignoreNotFound
                && !name.equals(RunNames.LATEST)
                && !context.store().names().contains(name)) {
            return 0;
        }
        try {
            return new ServedFollow(served).wait(served.known(name));
        } catch (ServiceException e) {
            if (!ignoreNotFound || e.why() != ServiceException.Why.NOT_FOUND) {
                throw e;
            }
            return 0;
        }
    }
}
