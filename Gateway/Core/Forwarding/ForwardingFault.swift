/// Why a request is not forwarded.
enum ForwardingFault: Error, Sendable, Equatable, CaseIterable {
    /// `Connection` names a field that the next server needs, to have us take it away: 400.
    case connectionNamesProtectedField
    /// `Connection` holds what is no field name, or too many: 400.
    case connectionMalformed
    /// `Via` says that the request has been here before: 508.
    case loop
    /// `Max-Forwards` has been used up: the gateway itself is to answer the OPTIONS.
    case forwardsUsedUp
    /// `Max-Forwards` is no number: 400.
    case maxForwardsMalformed

    /// A bounded name for metrics and logs.
    var label: StaticString {
        switch self {
        case .connectionNamesProtectedField: "connection_names_protected_field"
        case .connectionMalformed: "connection_malformed"
        case .loop: "forwarding_loop"
        case .forwardsUsedUp: "forwards_used_up"
        case .maxForwardsMalformed: "max_forwards_malformed"
        }
    }
}
