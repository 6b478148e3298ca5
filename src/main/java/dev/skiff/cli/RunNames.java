package dev.skiff.cli;

import dev.skiff.model.DidYouMean;
import dev.skiff.port.RunStore;
import dev.skiff.port.RunStore.StoredRun;
import java.util.List;

/** Finds the run that a user names. */
final class RunNames {
    /** As in {@code argo get @latest}. */
    static final String LATEST = "@latest";

    private final RunStore store;

    RunNames(RunStore store) {
        this.store = store;
    }

    /** @throws UserError when there is no such run */
    StoredRun run(String name) {
        String known = known(name);
        return store.find(known).orElseThrow(() -> unknown(name, store.names()));
    }

    /** The name itself, or the name of the run that was started last. @throws UserError when there is no such run */
    String known(String name) {
        List<String> names = store.names();
        if (name.equals(LATEST) && !names.isEmpty()) {
            return names.getLast();
        }
        if (!names.contains(name)) {
            throw unknown(name, names);
        }
        return name;
    }

    private static UserError unknown(String name, List<String> names) {
        String hint = DidYouMean.hint(name, names);
        String otherwise = names.isEmpty() ? "there are no runs yet" : "skiff list shows the runs";
        return new UserError("there is no run named " + name + " (" + (hint == null ? otherwise : hint) + ")");
    }
}
