import HDOCService

/// `/.well-known/openid-configuration`. Like Cognito's, it does not mention PKCE.
enum OpenIDConfiguration {
    static func document(_ stage: StageDescription) -> RawJSON {
        func endpoint(_ path: String) -> RawJSON { .string(stage.origin + path) }
        return [
            "authorization_endpoint": endpoint("/oauth2/authorize"),
            "end_session_endpoint": endpoint("/logout"),
            "id_token_signing_alg_values_supported": ["RS256"],
            "issuer": .string(stage.issuer),
            "jwks_uri": .string(stage.issuer + "/.well-known/jwks.json"),
            "response_types_supported": ["code", "token"],
            "revocation_endpoint": endpoint("/oauth2/revoke"),
            "scopes_supported": ["openid", "email", "phone", "profile"],
            "subject_types_supported": ["public"],
            "token_endpoint": endpoint("/oauth2/token"),
            "token_endpoint_auth_methods_supported": ["client_secret_basic", "client_secret_post"],
            "userinfo_endpoint": endpoint("/oauth2/userInfo"),
        ]
    }
}
