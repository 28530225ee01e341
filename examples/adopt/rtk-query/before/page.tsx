import { Provider } from 'react-redux';
import { useAddPostMutation, usePostsQuery } from './posts-api.ts';
import { store } from './store.ts';

function Posts() {
  const { data = [], isLoading } = usePostsQuery();
  const [addPost] = useAddPostMutation();
  if (isLoading) return <p>Loading…</p>;
  return (
    <>
      <button type="button" onClick={() => addPost('Spelt')}>
        Write
      </button>
      <ul>
        {data.map(({ id, title }) => (
          <li key={id}>{title}</li>
        ))}
      </ul>
    </>
  );
}

export function Page() {
  return (
    <Provider store={store}>
      <Posts />
    </Provider>
  );
}
