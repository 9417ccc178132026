/// What of a request's head is looked at before it is forwarded, beyond the limits of the parser.
enum ForwardingLimits {
    /// Addresses of `X-Forwarded-For` examined, from the right. What is left of them is not believed anyway.
    static let hopsMax = 16
    /// Networks in the list of trusted proxies.
    static let networksMax = 64
    /// Names that a `Connection` field may list.
    static let connectionNamesMax = 16
    /// Bytes of the pseudonym in `Via`.
    static let pseudonymBytesMax = 64
    /// Room for what the gateway adds to a head beside what it was given: the names of fields, numbers, ids. More than all
    /// of them together.
    static let addedBytes = 512
}
