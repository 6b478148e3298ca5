package dev.skiff.rehearsal;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A file of mocks alone.
 *
 * @param version of the format: 1
 */
public record MockFile(@Nullable Integer version, List<Mock> mocks) {
    public MockFile {
        mocks = mocks == null ? List.of() : List.copyOf(mocks);
    }
}
