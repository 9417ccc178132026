public import HTTPServer
import HTTPWire
import JSON
public import PlatformProtocol

/// The version of a resource that a caller believes to change: `If-Match` of a header, or a number in the body.
public struct ExpectedVersion: Sendable {
    private let fields: HTTPFields
    private let inBody: Int?

    public init(of request: AuthenticatedRequest, orBody inBody: Int? = nil) {
        fields = request.exchange.head.fields
        self.inBody = inBody
    }

    /// The same, for a change that must say what it changes: 428 when it does not.
    public init(requiredOf request: AuthenticatedRequest, orBody inBody: Int? = nil) throws(Problem) {
        self.init(of: request, orBody: inBody)
        guard inBody != nil || fields.contains(.ifMatch) else { throw Problem(.preconditionRequired) }
    }

    /// Refuses the change of something that has another version by now: 412 when the caller named it in a header, 409
    /// when in the body. Both say what it is.
    public func check(against current: Int) throws(Problem) {
        let version: JSONObject = ["currentVersion": .number(.integer(Int64(current)))]
        if EntityTag.permitsChange(fields, of: EntityTag.of(version: current)) == false {
            throw Problem(.preconditionFailed, extensions: version)
        }
        if let inBody, inBody != current { throw Problem(.versionConflict, extensions: version) }
    }
}
