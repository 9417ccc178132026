@testable import GatewayCore

extension RouteTable {
    /// The route of a path given as text.
    func match(text path: String) -> Match? {
        match(Array(path.utf8).span)
    }
}
