// How near a site the phone is: asked at the tap only, and only the answer leaves the phone.

const PATIENCE = 6_000;
const EARTH = 6_371_008.8;
const INSIDE = 150;

const radians = (degrees) => (degrees * Math.PI) / 180;

export function metres(lat, lon, toLat, toLon) {
  const half =
    Math.sin(radians(toLat - lat) / 2) ** 2 +
    Math.cos(radians(lat)) * Math.cos(radians(toLat)) * Math.sin(radians(toLon - lon) / 2) ** 2;
  return 2 * EARTH * Math.asin(Math.min(1, Math.sqrt(half)));
}

// A phone that is unsure is given the benefit of the doubt.
export function band(distance, accuracy) {
  const least = Math.max(0, distance - accuracy);
  if (least <= INSIDE) return "inside";
  if (least <= 500) return "within-500-m";
  return least <= 2000 ? "within-2-km" : "beyond-2-km";
}

export function bandOf(lat, lon) {
  if (!lat || !navigator.geolocation) return {};
  return new Promise((done) => {
    navigator.geolocation.getCurrentPosition(
      ({ coords }) => {
        const accuracy = Math.min(Math.round(coords.accuracy), 100_000);
        const distance = metres(coords.latitude, coords.longitude, Number(lat), Number(lon));
        done({ band: band(distance, accuracy), accuracy });
      },
      () => done({}),
      { enableHighAccuracy: true, maximumAge: 30_000, timeout: PATIENCE },
    );
  });
}
