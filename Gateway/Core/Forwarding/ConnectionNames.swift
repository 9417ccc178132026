import HTTPWire

/// The fields that the `Connection` field of a message declares to be for this connection only.
struct ConnectionNames: Sendable {
    /// What a sender may declare so: fields that never travel on anyway.
    private static let harmless: HTTPFieldNameSet = [
        .keepAlive, .upgrade, .te, .http2Settings, .proxyConnection, .proxyAuthenticate, .proxyAuthorization,
    ]

    private var custom: [HTTPFieldName] = []

    /// No names: what most messages have.
    init() {}

    /// Reads the names of a request. Fields that we know to matter end to end, identity above all, must not be among
    /// them: taking those away is how a request is made to mean something else behind us.
    init(ofRequest fields: HTTPFields) throws(ForwardingFault) {
        guard fields.contains(.connection), !fields.saysOnlyKeepAlive else { return }
        var names: [HTTPFieldName] = []
        var fault: ForwardingFault?
        fields.forEachElement(.connection) { element in
            guard fault == nil, !Self.isOption(element) else { return }
            do throws(HTTPFieldFault) {
                let name = try HTTPFieldName(bytes: element)
                if let known = name.known {
                    if !Self.harmless.contains(known) { fault = .connectionNamesProtectedField }
                } else if ReservedFieldName.isReservedIncoming(element) {
                    fault = .connectionNamesProtectedField
                } else if names.count == ForwardingLimits.connectionNamesMax {
                    fault = .connectionMalformed
                } else {
                    names.append(name)
                }
            } catch {
                fault = .connectionMalformed
            }
        }
        if let fault { throw fault }
        custom = names
    }

    /// Reads the names of a response. A service is trusted, but a fault in it must not reach a client as a response
    /// without its content type: only custom names are followed.
    init(ofResponse fields: HTTPFields) {
        guard fields.contains(.connection), !fields.saysOnlyKeepAlive else { return }
        var names: [HTTPFieldName] = []
        fields.forEachElement(.connection) { element in
            guard names.count < ForwardingLimits.connectionNamesMax, !Self.isOption(element) else { return }
            // An element that is no field name names no field.
            if let name = try? HTTPFieldName(bytes: element), name.known == nil { names.append(name) }
        }
        custom = names
    }

    var isEmpty: Bool { custom.isEmpty }

    /// Whether a field with this custom name stays behind.
    func contains(_ name: Span<UInt8>) -> Bool {
        guard !custom.isEmpty, let asked = try? HTTPFieldName(bytes: name) else { return false }  // Names are valid.
        return custom.contains(asked)
    }

    /// Connection options that are not field names, told apart without making a name of them.
    private static func isOption(_ element: borrowing Span<UInt8>) -> Bool {
        isSame(element, "close") || isSame(element, "keep-alive") || isSame(element, "upgrade")
    }

    private static func isSame(_ element: borrowing Span<UInt8>, _ option: String) -> Bool {
        let wanted = option.utf8Span.span
        guard element.count == wanted.count else { return false }
        for index in element.indices where ReservedFieldName.lowerCased(element[index]) != wanted[index] {
            return false
        }
        return true
    }
}
