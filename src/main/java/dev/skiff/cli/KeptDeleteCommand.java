package dev.skiff.cli;

import dev.skiff.port.service.ListQuery;
import dev.skiff.port.service.ResourceKind;
import dev.skiff.port.service.ServiceException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** {@code skiff template delete} and its like. */
@Command(name = "delete", description = "Keep no longer what has these names.")
final class KeptDeleteCommand implements Callable<Integer> {
    private final CommandContext context;

    @Spec
    CommandSpec spec;

    @ParentCommand
    @Nullable
    KeptKind parent;

    @Parameters(arity = "0..*", paramLabel = "NAME", description = "Which ones.")
    List<String> names = List.of();

    @Option(names = "--all", description = "All of the namespace.")
    boolean all;

    @Mixin
    PlaceOptions place = new PlaceOptions();

    KeptDeleteCommand(CommandContext context) {
        this.context = context;
    }

    @Override
    public Integer call() throws InterruptedException {
        if (names.isEmpty() != all) {
            throw new ParameterException(spec.commandLine(), "give the names, or --all");
        }
        ResourceKind kind = KeptFiles.kind(parent);
        int code = 0;
        try (Served served = place.open(context)) {
            List<String> chosen = new ArrayList<>(names);
            if (all) {
                served.each(kind, served.place(kind), ListQuery.ALL, 0, one -> chosen.add(ServedWorkflow.name(one)));
            }
            for (String name : chosen) {
                try {
                    served.session().delete(kind, served.place(kind), name, false);
                    context.out().println(kind.kind() + " '" + name + "' deleted");
                } catch (ServiceException e) {
                    context.err().println("skiff: " + name + " is not deleted: " + Failures.refusal(e));
                    code = 1;
                }
            }
        }
        context.out().flush();
        return code;
    }
}
