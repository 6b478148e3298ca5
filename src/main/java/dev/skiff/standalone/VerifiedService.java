package dev.skiff.standalone;

import dev.skiff.port.service.Caller;
import dev.skiff.port.service.ServiceException;
import dev.skiff.port.service.ServiceException.Why;
import dev.skiff.port.service.TokenVerifier;
import dev.skiff.port.service.TokenVerifier.Verified;
import dev.skiff.port.service.UserInfo;
import dev.skiff.port.service.WorkflowService;

/** Workflows on one machine for whoever an issuer knows: each of them may do everything, and is told who it is. */
public final class VerifiedService implements WorkflowService {
    private final StandaloneService service;
    private final TokenVerifier verifier;

    /**
     * A service with another way in.
     *
     * @param service closed with this
     * @param verifier closed with this
     */
    public VerifiedService(StandaloneService service, TokenVerifier verifier) {
        this.service = service;
        this.verifier = verifier;
    }

    @Override
    public Session as(Caller caller) {
        if (caller.token().isEmpty()) {
            throw new ServiceException(
                    Why.UNAUTHENTICATED,
                    "say who you are: the header 'Authorization: Bearer TOKEN' is missing; a token is one of "
                            + verifier.whose());
        }
        Verified user = verifier.verify(caller.token());
        return service.as(new UserInfo(user.issuer(), user.user(), user.name(), user.email(), user.groups(), "", ""));
    }

    @Override
    public String managedNamespace() {
        return service.managedNamespace();
    }

    @Override
    public void close() {
        service.close();
        verifier.close();
    }
}
