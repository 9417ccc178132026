import RegionsService
import ServiceHost

@main
struct Main {
    static func main() throws {
        try ServiceProgram.main(GeographicManagement.self)
    }
}
