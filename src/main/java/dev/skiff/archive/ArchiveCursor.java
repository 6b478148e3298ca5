package dev.skiff.archive;

import dev.skiff.port.service.ServiceException;
import dev.skiff.port.service.ServiceException.Why;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.LocalDateTime;
import java.util.Base64;

/**
 * Where a page of the archive begins: behind this row, whatever has come or gone meanwhile.
 *
 * @param started of the row, as its column has it
 */
record ArchiveCursor(LocalDateTime started, String uid) {
    private static final int LONGEST = 1000;

    String text() {
        return Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString((started + " " + uid).getBytes(StandardCharsets.UTF_8));
    }

    /** @throws ServiceException INVALID for what {@link #text} does not give */
    static ArchiveCursor parse(String text) {
        try {
            if (text.length() <= LONGEST) {
                String[] parts = new String(Base64.getUrlDecoder().decode(text), StandardCharsets.UTF_8).split(" ", 2);
                if (parts.length == 2) {
                    return new ArchiveCursor(LocalDateTime.parse(parts[0]), parts[1].replace("\0", ""));
                }
            }
        } catch (IllegalArgumentException | DateTimeException e) {
            throw wrong(e);
        }
        throw wrong(null);
    }

    private static ServiceException wrong(@org.jspecify.annotations.Nullable Exception cause) {
        String message = "listOptions.continue: this is not what metadata.continue of a page of the archive was";
        return cause == null
                ? new ServiceException(Why.INVALID, message)
                : new ServiceException(Why.INVALID, message, cause);
    }
}
