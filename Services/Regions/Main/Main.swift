import RegionsService
import ServiceHost

@main
struct Main {
    static func main() throws {
        try ServiceHost.main(GeographicManagement.self)
    }
}
