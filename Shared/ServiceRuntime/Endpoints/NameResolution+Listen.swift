public import EventLoop

extension NameResolution {
    /// The address of a place to listen at, which must be an address and no name.
    public static func address(_ place: HostPort) throws -> SocketAddress {
        guard let address = SocketAddress(place.host, port: place.port) else {
            throw UnresolvedName(host: place.host)
        }
        return address
    }
}
