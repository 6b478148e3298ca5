package dev.skiff.host;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Programs that put a command into a process group of its own, so that one signal reaches all its descendants. */
public enum GroupLauncher {
    /** Of util-linux: Linux. */
    SETSID,
    /** macOS has no setsid, but Perl. */
    PERL;

    /** Goes before the command. */
    List<String> words() {
        return switch (this) {
            case SETSID -> List.of("setsid");
            case PERL -> List.of("perl", "-MPOSIX=setsid", "-e", "setsid(); exec @ARGV; exit 127", "--");
        };
    }

    /** The first of them that is on the search path. */
    static Optional<GroupLauncher> find(List<GroupLauncher> wanted, String searchPath) {
        return wanted.stream().filter(l -> l.isOn(searchPath)).findFirst();
    }

    private boolean isOn(String searchPath) {
        try {
            CommandLookup.find(words().getFirst(), searchPath, Path.of("/"));
            return true;
        } catch (CommandLookup.NotFound e) {
            return false;
        }
    }
}
