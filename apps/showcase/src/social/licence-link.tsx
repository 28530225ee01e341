/** A licence by its name, with the way to its text where it is one of Creative Commons. */
export function LicenceLink({ name }: { readonly name: string }) {
  const version = /^CC BY-SA (\d\.\d)$/.exec(name)?.[1];
  if (version === undefined) return name;
  return (
    <a
      href={`https://creativecommons.org/licenses/by-sa/${version}/`}
      target="_blank"
      rel="license noopener noreferrer"
    >
      {name}
    </a>
  );
}
