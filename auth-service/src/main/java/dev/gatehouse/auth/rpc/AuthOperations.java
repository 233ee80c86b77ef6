package dev.gatehouse.auth.rpc;

import dev.gatehouse.auth.account.Account;
import dev.gatehouse.auth.account.AccountId;
import dev.gatehouse.auth.account.AccountNames;
import dev.gatehouse.auth.account.Registration;
import dev.gatehouse.auth.command.Change;
import dev.gatehouse.auth.command.Commands;
import dev.gatehouse.auth.command.Effect;
import dev.gatehouse.auth.key.SigningKeys;
import dev.gatehouse.auth.session.CurrentAccount;
import dev.gatehouse.auth.session.Grant;
import dev.gatehouse.auth.session.Login;
import dev.gatehouse.auth.session.NewSession;
import dev.gatehouse.auth.session.PreparedRefresh;
import dev.gatehouse.auth.session.Refreshed;
import dev.gatehouse.auth.session.RevocationCursor;
import dev.gatehouse.auth.session.Revocations;
import dev.gatehouse.auth.session.SessionId;
import dev.gatehouse.auth.session.Sessions;
import dev.gatehouse.auth.session.TokenValidation;
import dev.gatehouse.auth.token.AccessClaims;
import dev.gatehouse.auth.token.RefreshToken;
import dev.gatehouse.common.contract.AuthApi;
import dev.gatehouse.common.error.ErrorCode;
import dev.gatehouse.common.error.ServiceException;
import dev.gatehouse.common.rpc.RpcContext;
import dev.gatehouse.common.rpc.RpcOperation;
import java.util.List;
import java.util.Optional;

/** The methods of the auth service, each with the call into the domain that answers it. Thread-safe. */
public final class AuthOperations {
    private static final String BEARER = "Bearer";

    private final Registration registration;
    private final Login login;
    private final Sessions sessions;
    private final TokenValidation validation;
    private final Revocations revocations;
    private final CurrentAccount currentAccount;
    private final SigningKeys keys;
    private final Commands commands;

    public AuthOperations(
            Commands commands,
            Registration registration,
            Login login,
            Sessions sessions,
            TokenValidation validation,
            Revocations revocations,
            CurrentAccount currentAccount,
            SigningKeys keys) {
        this.commands = commands;
        this.registration = registration;
        this.login = login;
        this.sessions = sessions;
        this.validation = validation;
        this.revocations = revocations;
        this.currentAccount = currentAccount;
        this.keys = keys;
    }

    /** What an RPC server is to serve. */
    public List<RpcOperation<?, ?>> all() {
        return List.of(
                commands.prepared(AuthApi.REGISTER, this::register),
                commands.prepared(AuthApi.ISSUE_TOKEN, this::issueToken),
                commands.prepared(AuthApi.REFRESH_TOKEN, this::refreshToken),
                commands.operation(AuthApi.LOGOUT, this::logout),
                new RpcOperation<>(AuthApi.VALIDATE_TOKEN, this::validateToken),
                new RpcOperation<>(AuthApi.JWKS, this::jwks),
                new RpcOperation<>(AuthApi.REVOCATIONS, this::revocations),
                new RpcOperation<>(AuthApi.GET_ACCOUNT, this::getAccount));
    }

    private Change<AuthApi.RegisteredAccount> register(RpcContext context, AuthApi.Register request) {
        Account account = registration.prepare(
                new AccountNames(request.username(), request.email()), request.password(), context.deadline());
        return () -> {
            registration.add(account);
            return new Effect.Done<>(new AuthApi.RegisteredAccount(
                    account.id().value(), account.username(), account.email(), account.createdAt()));
        };
    }

    private Change<AuthApi.TokenGrant> issueToken(RpcContext context, AuthApi.IssueToken request) {
        Login.Attempt attempt = new Login.Attempt(request.username(), request.password(), request.otpCode());
        NewSession session = sessions.prepare(login.owner(attempt, context.deadline()), ClientAddress.of(context));
        return () -> new Effect.Done<>(reply(sessions.open(session)));
    }

    private Change<AuthApi.TokenGrant> refreshToken(RpcContext context, AuthApi.RefreshToken request) {
        PreparedRefresh prepared = sessions.prepare(new RefreshToken(request.refreshToken()));
        return () -> switch (sessions.refresh(prepared)) {
            case Refreshed.Granted(Grant grant) -> new Effect.Done<>(reply(grant));
            case Refreshed.Revoked _ -> new Effect.Refused<>(ErrorCode.REFRESH_INVALID);
        };
    }

    private Effect<AuthApi.Nothing> logout(RpcContext context, AuthApi.Logout request) {
        sessions.logout(new RefreshToken(request.refreshToken()));
        return new Effect.Done<>(new AuthApi.Nothing());
    }

    private AuthApi.ValidToken validateToken(RpcContext context, AuthApi.ValidateToken request) {
        AccessClaims claims = validation.validate(request.accessToken());
        return new AuthApi.ValidToken(
                true,
                claims.accountId(),
                claims.sessionId(),
                claims.scopes(),
                claims.roles(),
                claims.expiresAt().getEpochSecond());
    }

    private AuthApi.KeySet jwks(RpcContext context, AuthApi.Nothing request) {
        return new AuthApi.KeySet(keys.published().stream().map(PublicJwk::of).toList());
    }

    private AuthApi.RevocationPage revocations(RpcContext context, AuthApi.Revocations request) {
        Optional<RevocationCursor> cursor = request.cursor()
                .map(text -> RevocationCursor.parse(text)
                        .orElseThrow(
                                () -> ServiceException.invalid("cursor", "format", "This is not a cursor of a page.")));
        Revocations.Page page = revocations.page(cursor, request.limit().orElse(AuthApi.Revocations.DEFAULT_LIMIT));
        return new AuthApi.RevocationPage(
                page.sessions().stream()
                        .map(session ->
                                new AuthApi.RevokedSession(session.id().value(), revocations.tokensExpireAt(session)))
                        .toList(),
                page.next().map(RevocationCursor::text));
    }

    private AuthApi.Account getAccount(RpcContext context, AuthApi.Nothing request) {
        RpcContext.Caller caller = context.caller().orElseThrow(() -> ServiceException.of(ErrorCode.INVALID_TOKEN));
        Account account = currentAccount.of(new AccountId(caller.accountId()), new SessionId(caller.sessionId()));
        return new AuthApi.Account(
                account.id().value(),
                account.username(),
                account.email(),
                account.emailVerified(),
                account.roles(),
                account.createdAt(),
                account.otpEnabled());
    }

    private static AuthApi.TokenGrant reply(Grant grant) {
        return new AuthApi.TokenGrant(
                grant.accessToken(),
                BEARER,
                grant.expiresIn().toSeconds(),
                grant.refreshToken().value(),
                grant.refreshExpiresIn().toSeconds(),
                grant.sessionId().value(),
                grant.accountId().value());
    }
}
