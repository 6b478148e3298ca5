package dev.skiff.standalone;

import dev.skiff.port.service.ServiceException;
import dev.skiff.port.service.ServiceException.Why;

/** {@code resourceVersion}s as callers give them: numbers, of which any later one is greater. */
final class Versions {
    private Versions() {}

    /** Whether a watch with this version first tells of all that there is, as an API server does. */
    static boolean isBeginning(String version) {
        return version.isEmpty() || version.equals("0");
    }

    /** @throws ServiceException INVALID for anything but a number */
    static long of(String version) {
        try {
            return Long.parseUnsignedLong(version);
        } catch (NumberFormatException e) {
            throw new ServiceException(
                    Why.INVALID, "'" + version + "' is no resourceVersion that this server has given", e);
        }
    }
}
