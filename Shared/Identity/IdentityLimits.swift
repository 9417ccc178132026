internal import Crypto

/// Every bound of this module. Times are seconds.
public enum IdentityLimits {
    /// The longest value of Authorization: the scheme, a space, the longest token.
    public static let credentialBytesMax = CryptoLimits.tokenBytesMax + 16
    /// How many roles one token may name, repetitions included.
    public static let rolesMax = 16
    /// How many scopes one token may name.
    public static let scopesMax = 32
    /// The longest scope.
    public static let scopeBytesMax = 64
    /// The longest subject: it becomes part of rate-limit keys and audit records.
    public static let subjectBytesMax = 255
    /// The longest name of a state.
    public static let stateBytesMax = 32

    /// How long an internal token lives.
    public static let internalLifetime: Int64 = 60
    /// How much life a minted token must have left to be used again: enough for the request it is sent with.
    public static let internalRemainderMin: Int64 = 15
    /// How far the clocks of our own machines may differ.
    public static let internalLeeway: Int64 = 5
    /// How many keys of one owner are accepted at once: the current one and the one before or after it.
    public static let internalKeysPerOwnerMax = 2
    /// How many verified tokens one event loop keeps unless told otherwise.
    public static let verifiedTokensMax = 16384
    /// How many minted tokens one event loop keeps unless told otherwise.
    public static let mintedTokensMax = 16384
}
